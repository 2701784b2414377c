/** The globe and its meridian. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 24 24" fill="none" aria-hidden>
      <circle cx="12" cy="12" r="9.25" stroke="currentColor" strokeWidth="1.25" opacity="0.55" />
      <ellipse cx="12" cy="12" rx="4" ry="9.25" stroke="currentColor" strokeWidth="1.25" opacity="0.55" />
      <path d="M12 .75v22.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
