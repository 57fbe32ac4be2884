/**
 * Legal forms as they stand at the end of a company's name, folded and without punctuation ("S.p.A." is `spa`), longest
 * first where one is the end of another. Forms in front of a name are not here: `domain.md` 7 strips the end only.
 */
const forms: readonly (readonly string[])[] = `
  inc incorporated corp corporation co company llc llp lllp lp pllc plc ltd limited pty pvt private unlimited
  gmbh mbh ggmbh ag kg kgaa ohg gbr ug haftungsbeschrankt ek eg ev se
  sa sas sasu sarl eurl snc scs sca scop srl srls spa sapa sl slu sau slne sc
  bv nv vof cv bvba sprl lda ltda eireli epp sgps
  ab hb aps as asa ans ks oy oyj ky hf ehf
  sro vos doo dd dno ad ead ood eood sia uab tov
  kft zrt nyrt bt kv rt ske ska spj
  ооо оао зао пао ао тов пат прат ип
  αε επε οε εε ικε
  as ltdsti
  berhad bhd tbk pte jsc pjsc cjsc ojsc
  株式会社 有限会社 合同会社 合資会社 合名会社 股份有限公司 有限责任公司 有限公司 股份公司 주식회사 유한회사
`
  .trim()
  .split(/\s+/)
  .map((form) => [form]);

const compound: readonly (readonly string[])[] = [
  ['sp', 'z', 'oo'],
  ['sp', 'zoo'],
  ['sp', 'j'],
  ['sp', 'k'],
  ['sdn', 'bhd'],
  ['ltd', 'sti'],
  ['as', 'oy'],
  ['de', 'cv'],
  ['s', 'a'],
];

const all = [...compound, ...forms];

/** Forms that are written without a space after the name. */
const attached = forms.map(([form = '']) => form).filter((form) => /[\p{Script=Han}\p{Script=Hangul}]/u.test(form));

/**
 * Takes one legal form from the end of a folded name, given in words; null when there is none, or nothing else is left.
 *
 * @example
 * dropLegalForm(['acme', 'gmbh']) // ['acme']
 * dropLegalForm(['ag']) // null
 */
export function dropLegalForm(words: readonly string[]): string[] | null {
  for (const form of all) {
    const start = words.length - form.length;
    if (start > 0 && form.every((word, at) => words[start + at] === word)) return words.slice(0, start);
  }
  const last = words.at(-1) ?? '';
  const form = attached.find((end) => last.endsWith(end) && last.length > end.length);
  return form === undefined ? null : [...words.slice(0, -1), last.slice(0, -form.length)];
}
