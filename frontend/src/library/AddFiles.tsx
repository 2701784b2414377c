import { FolderPlus, Plus } from "lucide-react";
import { useRef } from "react";
import { useText } from "../i18n/text";
import { Button } from "../ui/Button";

/** The buttons that open the system's dialogs: for files, and for a folder. */
export function AddFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useText();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  };
  return (
    <>
      <Button look="primary" icon={<Plus size={18} aria-hidden />} onClick={() => files.current?.click()}>
        {t("docs.add")}
      </Button>
      <Button look="quiet" icon={<FolderPlus size={18} aria-hidden />} onClick={() => folder.current?.click()}>
        {t("docs.addFolder")}
      </Button>
      <input ref={files} type="file" multiple hidden aria-label={t("docs.add")} data-choose="files" onChange={(event) => take(event.target)} />
      <input
        ref={(input) => {
          folder.current = input;
          if (input) input.webkitdirectory = true;
        }}
        type="file"
        hidden
        aria-label={t("docs.addFolder")}
        data-choose="folder"
        onChange={(event) => take(event.target)}
      />
    </>
  );
}
