/**
 * The words of one command line as a POSIX shell would hand them over, without a comment at its end; what only a shell
 * could expand stays as it is written.
 *
 * Source: POSIX.1-2024, Shell Command Language, 2.2 "Quoting".
 *
 * Errors: where a quote is never closed, or an unquoted character would be the shell's own.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === "'") {
      const end = line.indexOf("'", index + 1);
      if (end === -1) throw new Error(`a quote is never closed: ${line}`);
      word = (word ?? "") + line.slice(index + 1, end);
      index = end;
    } else if (character === "\\") {
      index += 1;
      word = (word ?? "") + line.charAt(index);
    } else if (character === " ") {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "#" && word === null) {
      break;
    } else if (/[\s$`"*?[\]{}()<>|&;!~]/.test(character)) {
      throw new Error(`the shell would take ${character} for its own: ${line}`);
    } else {
      word = (word ?? "") + character;
    }
  }
  return word === null ? words : [...words, word];
}
