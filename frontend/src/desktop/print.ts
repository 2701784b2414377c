/**
 * Opens the system's print dialog. WebKit, which draws the window on Linux and macOS, holds window.print back
 * until nothing is on its way to the page any more, and the stream that tells of happenings always is: its
 * editing command of the same name asks at once.
 */
export function printPage(): void {
  const webkit = navigator.vendor.startsWith("Apple");
  if (!webkit || !document.execCommand("print")) window.print();
}
