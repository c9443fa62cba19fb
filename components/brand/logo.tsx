/** The mark: layers that many servers make, one face on top. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" className="fill-[#14161c] dark:fill-[#f2f3f5]" />
      <path d="M7.5 11.5 16 7l8.5 4.5L16 16z" className="fill-white dark:fill-[#14161c]" />
      <path d="m7.5 16.2 8.5 4.5 8.5-4.5" className="stroke-[#7aa5ff] dark:stroke-[#2f62d9]" {...stroke} />
      <path d="m7.5 20.8 8.5 4.5 8.5-4.5" className="stroke-[#4d7df0] dark:stroke-[#6f9bff]" {...stroke} />
    </svg>
  );
}

const stroke = { fill: 'none', strokeWidth: 2.1, strokeLinejoin: 'round', strokeLinecap: 'round' } as const;

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5">
      <LogoMark className="size-7 shrink-0" />
      <span className="font-semibold text-lg tracking-tight">Aerostack</span>
    </span>
  );
}
