/** Something that the reader can put right: what is wrong, and what to do. Printed without a stack trace. */
export class SetupProblem extends Error {
  constructor(what, remedy) {
    super(what);
    this.name = 'SetupProblem';
    this.remedy = remedy;
  }
}

const signs = [
  [/ENOSPC|EDQUOT|no space left|quota exceeded/i, 'No space is left on the disk.', 'Free about 1 GB and try again.'],
  [
    /EROFS|read-only file system/i,
    'The folder is on a read-only disk.',
    'Clone Baton to a folder that can be written.',
  ],
  [
    /EACCES|EPERM|permission denied/i,
    'Files in the folder cannot be written by this user.',
    'Give the folder to the user who runs Baton (perhaps an earlier run was made as root), or clone it anew.',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    'The certificate of the npm registry is not trusted.',
    'Behind a company proxy, set NODE_EXTRA_CA_CERTS to the file with its certificate.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network/i,
    'The npm registry cannot be reached.',
    'Check the network and, behind a proxy, "npm config get proxy" and "npm config get registry"; then try again.',
  ],
  [/E40[13]\b/, 'The npm registry refuses access.', 'Check "npm config get registry" and sign in with "npm login".'],
  [
    /E404|ETARGET|notarget/,
    'The npm registry does not have a package that is needed.',
    'A mirror may lag behind or lack this platform: check "npm config get registry".',
  ],
  [/EINTEGRITY/, 'A downloaded package is damaged.', 'Run "npm cache clean --force" and try again.'],
  [
    /EUSAGE|in sync/,
    'package.json and package-lock.json do not agree.',
    'Undo the change to one of them, or run "npm install" and commit both.',
  ],
];

/** The problem behind the output of npm or an error of the file system; `undefined` when it is none we know. */
export function recognise(text, doing) {
  const sign = signs.find(([pattern]) => pattern.test(text));
  return sign && new SetupProblem(`${doing}: ${sign[1]}`, sign[2]);
}

/** What to print for any error. */
export function explain(error, root) {
  const known = error instanceof SetupProblem ? error : error?.code && recognise(`${error.code}`, 'Setting up');
  if (!known) return `Baton could not be set up in ${root}:\n${error?.stack ?? error}`;
  const path = error === known || !error.path ? '' : `\n  File:  ${error.path}`;
  return `\nBaton could not be set up.\n  What:  ${known.message}\n  Where: ${root}${path}\n  To do: ${known.remedy}`;
}
