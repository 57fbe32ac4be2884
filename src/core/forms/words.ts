/** The languages in which Baton's own words of a page are written; all other texts are the form's. */
export const formLanguages = ['en', 'de'] as const;
export type FormLanguage = (typeof formLanguages)[number];

const en = {
  required: 'required',
  optional: 'optional',
  choose: 'Please choose',
  send: 'Send',
  trap: 'Leave this field empty',
  heard: 'How did you hear about us?',
  errors: 'Please correct this',
  error: 'Error',
  missing: 'Please fill this in.',
  noEmail: 'Please enter an e-mail address, such as name@company.com.',
  tooLong: 'This is too long. Please shorten it.',
  noChoice: 'Please choose one of the answers.',
  noTick: 'Please tick this box to go on.',
  tooFast: 'That was very quick. Please look at your answers and send them once more.',
  tooOld: 'This page was open for a long time. Please send your answers once more.',
  thanks: 'Thank you',
  next: 'Go on',
  checkMail: 'One more step',
  mailSent: 'We have sent you a mail. Please open the link in it, so that we know that the address is yours.',
  confirm: 'Please confirm',
  confirmText: 'Press the button to confirm your address.',
  confirmButton: 'Confirm',
  spent: 'This link does not work any more. It may have been used already, or it is too old.',
  notFound: 'There is no form here',
  notFoundText: 'Please check the address of this page.',
  closed: 'This form is closed',
  closedText: 'It takes no answers any more.',
  failed: 'That did not work',
  mailSubject: 'Please confirm your address',
  mailText: 'somebody entered this address in the form "{form}". If that was you, please confirm it here:',
  mailIgnore: 'If it was not you, do nothing. The link ends in 7 days.',
};

const de: typeof en = {
  required: 'Pflichtfeld',
  optional: 'freiwillig',
  choose: 'Bitte wählen',
  send: 'Absenden',
  trap: 'Dieses Feld leer lassen',
  heard: 'Wie haben Sie von uns erfahren?',
  errors: 'Bitte korrigieren Sie dies',
  error: 'Fehler',
  missing: 'Bitte füllen Sie dies aus.',
  noEmail: 'Bitte geben Sie eine E-Mail-Adresse an, zum Beispiel name@firma.de.',
  tooLong: 'Das ist zu lang. Bitte kürzen Sie es.',
  noChoice: 'Bitte wählen Sie eine der Antworten.',
  noTick: 'Bitte setzen Sie hier ein Häkchen.',
  tooFast: 'Das ging sehr schnell. Bitte prüfen Sie Ihre Angaben und senden Sie sie noch einmal.',
  tooOld: 'Diese Seite war lange offen. Bitte senden Sie Ihre Angaben noch einmal.',
  thanks: 'Vielen Dank',
  next: 'Weiter',
  checkMail: 'Noch ein Schritt',
  mailSent:
    'Wir haben Ihnen eine E-Mail geschickt. Bitte öffnen Sie den Link darin, damit wir wissen, dass die Adresse Ihnen gehört.',
  confirm: 'Bitte bestätigen',
  confirmText: 'Drücken Sie den Knopf, um Ihre Adresse zu bestätigen.',
  confirmButton: 'Bestätigen',
  spent: 'Dieser Link gilt nicht mehr. Vielleicht wurde er schon benutzt, oder er ist zu alt.',
  notFound: 'Hier ist kein Formular',
  notFoundText: 'Bitte prüfen Sie die Adresse dieser Seite.',
  closed: 'Dieses Formular ist geschlossen',
  closedText: 'Es nimmt keine Angaben mehr an.',
  failed: 'Das hat nicht geklappt',
  mailSubject: 'Bitte bestätigen Sie Ihre Adresse',
  mailText:
    'jemand hat diese Adresse im Formular „{form}“ angegeben. Wenn Sie das waren, bestätigen Sie sie bitte hier:',
  mailIgnore: 'Wenn nicht, tun Sie einfach nichts. Der Link gilt 7 Tage.',
};

export type FormWords = typeof en;

/**
 * Baton's words on a page of a form.
 *
 * @example
 * formWords('de').send // 'Absenden'
 */
export const formWords = (language: FormLanguage): FormWords => ({ en, de })[language];
