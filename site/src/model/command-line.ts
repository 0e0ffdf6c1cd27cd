// The command that does the page's work, as a line for a shell.

/** More files than this are for the user to list. */
const MOST = 8;

/**
 * The line that makes a report of these files, to be given in their folder.
 * Names come from anywhere: one that is more than plain text is left to the user.
 */
export function commandLine(names: string[]): string {
  if (names.length > MOST || !names.every((name) => /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(name))) {
    return "heatsink CAPTURE... -o report.html";
  }
  return `heatsink ${names.map(word).join(" ")} -o report.html`;
}

/** A file's name as one word of a POSIX shell, and no flag. */
function word(name: string): string {
  const path = name.startsWith("-") ? `./${name}` : name;
  return /^[\w./+:@%-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
