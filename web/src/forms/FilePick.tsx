/* FilePick - a button that hands out the text of a file; the same file, chosen once more, is read once more. */
import { Button, FileButton } from "@mantine/core";
import { useRef, type ReactElement } from "react";

export interface FilePickProps {
  label: string;
  /** As of an input: ".csv,text/csv". */
  accept: string;
  onText: (text: string, name: string) => void;
  isMain?: boolean;
  isBusy?: boolean;
}

export function FilePick({ label, accept, onText, isMain = false, isBusy = false }: FilePickProps): ReactElement {
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      accept={accept}
      resetRef={reset}
      onChange={(file) => {
        if (file === null) return;
        reset.current?.();
        void file.text().then((text) => onText(text, file.name));
      }}
    >
      {(props) => (
        <Button {...props} w="max-content" variant={isMain ? "filled" : "default"} loading={isBusy}>
          {label}
        </Button>
      )}
    </FileButton>
  );
}
