import type { DecideDeviceLoginInput, DeviceLogin, LookAtDeviceLoginInput } from '@/lib/account/schemas';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

/** What asks under a code. Changes nothing on the server; asked by a press, as each wrong code counts as a guess. */
export const useLookAtDeviceLogin = () =>
  useAction({
    repeatable: true,
    mutationFn: (body: LookAtDeviceLoginInput) => request<DeviceLogin>('/device-logins/look', { method: 'POST', body }),
  });

export const useDecideDeviceLogin = () =>
  useAction({
    mutationFn: (body: DecideDeviceLoginInput) => request<void>('/device-logins/decide', { method: 'POST', body }),
  });
