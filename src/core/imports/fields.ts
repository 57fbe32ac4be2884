export const importKinds = [
  'contacts',
  'accounts',
  'deals',
  'touches',
  'members',
  'activities',
  'notes',
  'stage-history',
  'spend',
] as const;
/** What a row of a file is, first of all; it may speak of other records, too. */
export type ImportKind = (typeof importKinds)[number];

/** What a row of any kind may speak of. */
export const recordObjects = ['contact', 'account', 'deal', 'touch'] as const;
export type RecordObject = (typeof recordObjects)[number];
/** What only rows of their own kind are. */
export const entryObjects = ['member', 'activity', 'note', 'stage', 'spend'] as const;
export type EntryObject = (typeof entryObjects)[number];

export type ImportObject = RecordObject | EntryObject;

/** The record that the rows of a kind are about. */
export const objectOfKind: Readonly<Record<ImportKind, ImportObject>> = {
  contacts: 'contact',
  accounts: 'account',
  deals: 'deal',
  touches: 'touch',
  members: 'member',
  activities: 'activity',
  notes: 'note',
  'stage-history': 'stage',
  spend: 'spend',
};

/**
 * The entry that rows of a kind are; null where they are records of their own.
 *
 * @example
 * [entryOfKind('notes'), entryOfKind('deals')] // ['note', null]
 */
export function entryOfKind(kind: ImportKind): EntryObject | null {
  const object = objectOfKind[kind];
  return entryObjects.find((one) => one === object) ?? null;
}

export const valueTypes = [
  'text',
  'id',
  'bracketed-id',
  'email',
  'phone',
  'site',
  'number',
  'count',
  'money',
  'boolean',
  'date',
  'list',
] as const;
/** How the cells of a column are read. */
export type ValueType = (typeof valueTypes)[number];

/** What columns can be mapped to, each with how it is read and the words by which its header is known. */
const fields = {
  'contact.external-id': { type: 'id', words: 'contact id|person id|record id contact|associated contact ids|lead id' },
  'contact.email': {
    type: 'email',
    words:
      'email|e mail|email address|e mail address|mail|email 1|work email|email work|person email|contact email|business email|e mail adresse|adresse email|adresse e mail|adresse mail|courriel|correo|correo electronico|direccion de correo electronico|indirizzo email|posta elettronica|endereco de email|e mailadres|mailadres|البريد|البريد الالكتروني|メール|メールアドレス|邮箱|电子邮件',
  },
  'contact.other-email': {
    type: 'email',
    words: 'email 2|email home|email other|home email|other email|private email|secondary email|zweite e mail',
  },
  'contact.name': {
    type: 'text',
    words:
      'name|full name|contact name|person name|lead name|contact|vollstandiger name|ansprechpartner|nom complet|nombre completo|nome completo|volledige naam|naam|الاسم|الاسم الكامل|氏名|姓名|名前',
  },
  'contact.first-name': {
    type: 'text',
    words: 'first name|firstname|given name|vorname|prenom|nombre|nome|voornaam|imie|الاسم الاول|名',
  },
  'contact.last-name': {
    type: 'text',
    words:
      'last name|lastname|surname|family name|nachname|familienname|nom|nom de famille|apellido|apellidos|cognome|sobrenome|achternaam|nazwisko|اسم العائلة|姓',
  },
  'contact.title': {
    type: 'text',
    words:
      'title|job title|position|role|function|position title|berufsbezeichnung|funktion|poste|fonction|titre|cargo|puesto|qualifica|functie|stanowisko',
  },
  'contact.phone': {
    type: 'phone',
    words:
      'phone|phone number|telephone|tel|mobile|mobile phone|mobile phone number|cell|cell phone|work phone|phone work|person phone|telefon|telefonnummer|handy|mobil|telephone portable|portable|telefono|movil|cellulare|telefone|celular|telefoonnummer|الهاتف|رقم الهاتف|电话|電話番号',
  },
  'contact.country': { type: 'text', words: 'country|country region|land|pays|pais|paese|kraj|البلد|国' },
  'contact.language': { type: 'text', words: 'language|preferred language|sprache|langue|idioma|lingua|taal' },
  'contact.source': {
    type: 'text',
    words: 'source|lead source|original source|quelle|herkunft|origine|origine du lead|origen|fuente|fonte|bron',
  },
  'contact.created-at': {
    type: 'date',
    words:
      'created|created at|create date|created date|creation date|date added|date created|created on|first seen|erstellt|erstellt am|angelegt am|date de creation|fecha de creacion|data creazione|aangemaakt op',
  },
  'contact.owner': { type: 'text', words: 'contact owner|record owner|kontaktinhaber|proprietaire du contact' },
  'account.external-id': {
    type: 'id',
    words:
      'company id|account id|organization id|organisation id|associated company ids|associated company id|primary associated company id',
  },
  'account.name': {
    type: 'text',
    words:
      'company|company name|account|account name|organization|organisation|organization name|organisation name|employer|associated company|firma|firmenname|unternehmen|organisation nom|entreprise|societe|nom de l entreprise|raison sociale|empresa|nombre de la empresa|azienda|societa|bedrijf|bedrijfsnaam|الشركة|会社名|公司',
  },
  'account.domain': {
    type: 'site',
    words:
      'website|website url|web site|domain|company domain|company domain name|url|homepage|webseite|internetseite|site web|sitio web|sito web',
  },
  'account.industry': {
    type: 'text',
    words: 'industry|branch|sector|branche|secteur|secteur d activite|sector industrial|industria|settore',
  },
  'account.country': { type: 'text', words: 'company country|account country|organization country' },
  'account.employees': {
    type: 'count',
    words:
      'employees|number of employees|no of employees|employee count|company size|mitarbeiter|anzahl mitarbeiter|mitarbeiterzahl|effectif|nombre d employes|empleados|dipendenti',
  },
  'account.owner': { type: 'text', words: 'company owner|account owner' },
  'deal.external-id': { type: 'id', words: 'deal id|opportunity id' },
  'deal.name': {
    type: 'text',
    words: 'deal|deal name|deal title|opportunity name|opportunity|titel|nom de la transaction',
  },
  'deal.stage': { type: 'text', words: 'deal stage|deal status|pipeline stage' },
  'deal.amount': {
    type: 'money',
    words: 'amount|deal value|deal amount|value|betrag|wert|montant|importe|importo|valor',
  },
  'deal.opened-at': { type: 'date', words: 'deal created|deal create date|opportunity created date|opened|opened at' },
  'deal.won-at': { type: 'date', words: 'won date|won at|won time|deal won time|gewonnen am' },
  'deal.lost-at': { type: 'date', words: 'lost date|lost at|lost time|deal lost time|verloren am' },
  'deal.expected-close': { type: 'date', words: 'expected close|expected close date|close date|abschlussdatum' },
  'deal.loss-reason': { type: 'text', words: 'lost reason|loss reason|closed lost reason|verlustgrund' },
  'deal.owner': { type: 'text', words: 'deal owner|opportunity owner' },
  'deal.sdr': { type: 'text', words: 'sdr' },
  'touch.external-id': { type: 'id', words: 'event id|touch id|activity id' },
  'touch.at': { type: 'date', words: 'activity date|event date|event time|timestamp|datum|zeitpunkt' },
  'touch.kind': { type: 'text', words: 'touch kind|event kind' },
  'touch.name': { type: 'text', words: 'event|event name|activity subject' },
  'touch.done': { type: 'boolean', words: 'activity done' },
  'touch.path': { type: 'text', words: 'page|page path|landing page|landing page url|path' },
  'touch.form': { type: 'text', words: 'form|form name' },
  'touch.campaign': { type: 'text', words: 'campaign|campaign name|utm campaign|kampagne' },
  'touch.source': { type: 'text', words: 'utm source' },
  'touch.medium': { type: 'text', words: 'utm medium|medium' },
  'touch.content': { type: 'text', words: 'utm content|ad name' },
  'member.external-id': { type: 'id', words: 'owner id|user id|member id|sales rep id' },
  'member.email': { type: 'email', words: 'owner email|user email|member email' },
  'member.name': { type: 'text', words: 'owner name|user name|member name' },
  'member.department': { type: 'text', words: 'department|abteilung' },
  'activity.external-id': { type: 'id', words: '' },
  'activity.at': { type: 'date', words: '' },
  'activity.time': { type: 'text', words: 'activity due time|activity time' },
  'activity.kind': { type: 'text', words: 'activity type' },
  'activity.subject': { type: 'text', words: '' },
  'activity.done': { type: 'boolean', words: '' },
  'activity.direction': { type: 'text', words: 'direction|call direction' },
  'activity.outcome': { type: 'text', words: 'outcome|call outcome|meeting outcome' },
  'activity.minutes': { type: 'count', words: 'minutes|duration minutes' },
  'activity.note': { type: 'text', words: 'activity note|call notes' },
  'activity.owner': { type: 'text', words: 'activity assigned to user|assigned to' },
  'note.external-id': { type: 'id', words: 'note id' },
  'note.at': { type: 'date', words: '' },
  'note.body': { type: 'text', words: 'note|note body|note content|notes|notiz|notizen' },
  'note.author': { type: 'text', words: 'author|note author|written by' },
  'stage.external-id': { type: 'id', words: '' },
  'stage.at': { type: 'date', words: 'stage date|entered at|changed at|stage changed at' },
  'stage.to': { type: 'text', words: 'stage|new stage|to stage|lifecycle stage|new lifecycle stage' },
  'stage.reason': { type: 'text', words: 'stage reason' },
  'spend.external-id': { type: 'id', words: '' },
  'spend.day': { type: 'date', words: 'date day|day|tag|reporting starts' },
  'spend.channel': { type: 'text', words: 'channel|kanal' },
  'spend.source': { type: 'text', words: '' },
  'spend.medium': { type: 'text', words: '' },
  'spend.campaign': { type: 'text', words: '' },
  'spend.content': { type: 'text', words: '' },
  'spend.amount': { type: 'money', words: 'spend|cost|costs|amount spent|ad spend|kosten|ausgaben' },
  'spend.currency': { type: 'text', words: 'currency|currency code|wahrung' },
} as const satisfies Record<string, { type: ValueType; words: string }>;

export type KnownField = keyof typeof fields;
export const knownFields = Object.keys(fields) as [KnownField, ...KnownField[]];

const ownField = /^(contact|account|deal|touch)\.custom\.[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether a column may be mapped to this.
 *
 * @example
 * ['contact.email', 'deal.custom.sdr_id', 'contact.fit'].map(isImportField) // [true, true, false]
 */
export function isImportField(field: string): boolean {
  return Object.hasOwn(fields, field) || (ownField.test(field) && !field.endsWith('.__proto__'));
}

/**
 * How a field that has a meaning of its own is read; null for own fields, which are read as their column says.
 *
 * @example
 * typeOfField('deal.amount') // 'money'
 */
export function typeOfField(field: string): ValueType | null {
  return Object.hasOwn(fields, field) ? fields[field as KnownField].type : null;
}

const byWord: ReadonlyMap<string, KnownField> = new Map(
  knownFields.flatMap((field) =>
    fields[field].words.split('|').flatMap((word): [string, KnownField][] => (word === '' ? [] : [[word, field]])),
  ),
);

/**
 * The field that a header means by its words; null where it has none of them.
 *
 * @param key the header as `headerKey` gives it
 * @example
 * fieldByWord('vorname') // 'contact.first-name'
 */
export function fieldByWord(key: string): KnownField | null {
  return byWord.get(key) ?? null;
}
