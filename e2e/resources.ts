import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What a process holds, as Linux counts it. */
const statusMb = (pid: number, name: 'VmRSS' | 'VmHWM') =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

export const residentMb = (pid: number) => statusMb(pid, 'VmRSS');

/** The most it has held since `forgetPeak`. */
export const peakMb = (pid: number) => statusMb(pid, 'VmHWM');

/** From here on the peak counts anew (proc(5), clear_refs). */
export const forgetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Open files, sockets among them. */
export const openFiles = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;
