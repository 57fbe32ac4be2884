/** Places people of the sample live in, with first and last names that are common there and the end of mail domains. */
export const places = [
  {
    country: 'DE',
    zone: 'Europe/Berlin',
    weight: 34,
    first:
      'Anna Lena Sophie Marie Julia Katrin Sabine Miriam Lukas Jonas Felix Maximilian Stefan Jürgen Tobias Björn'.split(
        ' ',
      ),
    last: 'Müller Schmidt Schneider Fischer Weber Becker Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Groß'.split(
      ' ',
    ),
    forms: ['GmbH', 'AG', 'GmbH & Co. KG'],
  },
  {
    country: 'GB',
    zone: 'Europe/London',
    weight: 16,
    first: 'Olivia Amelia Isla Emily Grace Priya Fiona Siobhan Oliver George Harry Jack Callum Rhys Adeel Owen'.split(
      ' ',
    ),
    last: "Smith Jones Taylor Brown Williams Wilson Davies Evans Thomas Roberts Walker O'Brien Hughes Patel Khan Campbell".split(
      ' ',
    ),
    forms: ['Ltd', 'plc', 'LLP'],
  },
  {
    country: 'US',
    zone: 'America/New_York',
    weight: 22,
    first: 'Emma Ava Mia Zoe Maria Aisha Grace Naomi Liam Noah Ethan Mason Diego Marcus Wei Jamal'.split(' '),
    last: 'Johnson Miller Garcia Rodriguez Anderson Martin Lee Thompson White Harris Clark Lewis Nguyen Hill Baker Rivera'.split(
      ' ',
    ),
    forms: ['Inc.', 'LLC', 'Corp.'],
  },
  {
    country: 'FR',
    zone: 'Europe/Paris',
    weight: 12,
    first:
      'Émilie Chloé Camille Inès Léa Margaux Zoë Noémie Hugo Louis Théo Raphaël François Benoît Mathis Jérôme'.split(
        ' ',
      ),
    last: 'Dubois Lefèvre Moreau Laurent Girard Bonnet Fontaine Rousseau Mercier Chevalier Garnier Faure Blanc Guérin Lévêque Renault'.split(
      ' ',
    ),
    forms: ['SA', 'SAS', 'SARL'],
  },
  {
    country: 'SE',
    zone: 'Europe/Stockholm',
    weight: 8,
    first: 'Elsa Astrid Maja Freja Åsa Ingrid Linnéa Tuva Erik Lars Oskar Nils Göran Björn Viktor Anton'.split(' '),
    last: 'Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindström Åberg Sjöberg Ek Holm Öberg'.split(
      ' ',
    ),
    forms: ['AB'],
  },
  {
    country: 'PL',
    zone: 'Europe/Warsaw',
    weight: 8,
    first:
      'Zofia Maja Hanna Alicja Małgorzata Agnieszka Ewa Katarzyna Jakub Antoni Szymon Wojciech Paweł Łukasz Michał Grzegorz'.split(
        ' ',
      ),
    last: 'Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski'.split(
      ' ',
    ),
    forms: ['sp. z o.o.', 'S.A.'],
  },
] as const;

/** What companies of the sample are called: a root and what they do. */
export const companyRoots =
  `Alder Amber Aspen Atlas Aurora Beacon Birch Bluestone Brook Cedar Cobalt Copper Crest Delta Dune Ember Falcon Fern Fjord Forge
  Garnet Granite Harbor Hazel Heron Indigo Iron Ivory Jasper Juniper Kestrel Lark Linden Lumen Maple Meridian Mistral Northwind
  Oak Onyx Opal Orchard Osprey Pine Quartz Raven Ridge River Rowan Sable Sierra Slate Sparrow Summit Tamarack Terra Thistle
  Tundra Umber Vale Verdant Walnut Willow Zephyr`.split(/\s+/);

export const industries = [
  { key: 'manufacturing', weight: 30, does: ['Components', 'Machines', 'Castings', 'Tools', 'Valves'] },
  { key: 'logistics', weight: 18, does: ['Logistics', 'Freight', 'Warehousing', 'Couriers'] },
  { key: 'software', weight: 16, does: ['Systems', 'Software', 'Labs', 'Cloud'] },
  { key: 'healthcare', weight: 10, does: ['Clinics', 'Medical', 'Care'] },
  { key: 'retail', weight: 14, does: ['Stores', 'Trading', 'Outfitters'] },
  { key: 'education', weight: 6, does: ['Academy', 'Institute'] },
  { key: 'energy', weight: 6, does: ['Energy', 'Solar', 'Grid'] },
] as const;

/** Job titles with how likely they are among visitors, and how much such a person tends to want. */
export const titles = [
  { title: 'Head of Operations', weight: 7, drive: 1.5 },
  { title: 'VP Operations', weight: 4, drive: 1.6 },
  { title: 'COO', weight: 3, drive: 1.4 },
  { title: 'Plant Manager', weight: 8, drive: 1.2 },
  { title: 'Supply Chain Manager', weight: 9, drive: 1.1 },
  { title: 'IT Manager', weight: 10, drive: 1 },
  { title: 'Operations Analyst', weight: 12, drive: 0.8 },
  { title: 'Purchasing Manager', weight: 8, drive: 1 },
  { title: 'Marketing Manager', weight: 8, drive: 0.6 },
  { title: 'Consultant', weight: 9, drive: 0.5 },
  { title: 'Project Coordinator', weight: 10, drive: 0.6 },
  { title: 'Student', weight: 8, drive: 0.3 },
  { title: null, weight: 12, drive: 0.5 },
] as const;

/** How visits begin: source, medium, and whether a campaign brought them. */
export const arrivals = [
  { source: 'google', medium: 'organic', campaign: false, weight: 30 },
  { source: null, medium: null, campaign: false, weight: 24 },
  { source: 'google', medium: 'cpc', campaign: true, weight: 14 },
  { source: 'linkedin', medium: 'paid-social', campaign: true, weight: 10 },
  { source: 'linkedin', medium: 'social', campaign: false, weight: 5 },
  { source: 'newsletter', medium: 'email', campaign: true, weight: 9 },
  { source: 'partner.example', medium: 'referral', campaign: false, weight: 6 },
  { source: 'chatgpt.com', medium: 'referral', campaign: false, weight: 2 },
] as const;

export const pages = [
  ['/', 26],
  ['/product', 18],
  ['/blog/five-signs-of-a-slow-line', 9],
  ['/blog/one-plan-for-two-plants', 8],
  ['/customers', 9],
  ['/pricing', 11],
  ['/integrations', 7],
  ['/about', 5],
  ['/careers', 3],
  ['/docs/start', 4],
] as const;
