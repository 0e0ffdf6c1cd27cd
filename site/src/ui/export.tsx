// Buttons that save a view's picture.

import { data } from "../state/state";
import { onPaper } from "../state/theme";
import { tell } from "./copy";
import { download, stem } from "./download";
import { framed, type Picture, png, svgText } from "./picture";

/** Wide enough for a table of text beside it, and for a slide. */
const WIDTH = 1200;

interface SavePictureProps {
  /** The view's, as in the URL: it ends the file's name. */
  id: string;
  title: string;
  picture: (width: number) => Picture | null;
}

export function SavePicture({ id, title, picture }: SavePictureProps) {
  const save = async (kind: "svg" | "png") => {
    const svg = onPaper(() => {
      const made = picture(WIDTH);
      return made && framed(title, made);
    });
    if (!svg) return;
    const name = `${stem(data.value?.report)}-${id}.${kind}`;
    try {
      if (kind === "svg") download(name, "image/svg+xml", svgText(svg));
      else download(name, "image/png", await png(svg));
    } catch {
      tell(`This browser could not make ${name}. The SVG holds the same picture.`);
    }
  };
  const what = title.toLowerCase();
  return (
    <div class="save-picture">
      <button
        type="button"
        aria-label={`Save the ${what} as SVG`}
        title={`Save the ${what} as a picture that stays sharp at any size`}
        onClick={() => save("svg")}
      >
        SVG
      </button>
      <button
        type="button"
        aria-label={`Save the ${what} as PNG`}
        title={`Save the ${what} as a picture for mails and chats`}
        onClick={() => save("png")}
      >
        PNG
      </button>
    </div>
  );
}
