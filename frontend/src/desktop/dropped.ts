// Files that are dropped on the page or pasted into it, folders with all that is in them.

/** So many files of a dropped folder are taken; a slip of the hand may drop a whole disk. */
const most = 500;

/** Whether what hangs at the pointer is files. */
export function bringsFiles(data: DataTransfer | null): boolean {
  return data?.types.includes("Files") ?? false;
}

/** The files that were dropped, those in folders too. Must be called before the event is over. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  const loose = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) return loose;
  const files: File[] = [];
  for (const entry of entries) if (entry) await gather(entry, files);
  return files;
}

async function gather(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= most) return;
  if (entry.isFile) {
    files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A folder is read in pieces until a piece is empty.
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return;
    for (const inner of piece) await gather(inner, files);
  }
}
