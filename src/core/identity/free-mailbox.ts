/** Providers with a domain in each of many countries: the label before the public suffix is enough to know them. */
const families: ReadonlySet<string> = new Set([
  'aol',
  'gmx',
  'googlemail',
  'hotmail',
  'outlook',
  'rocketmail',
  'yahoo',
  'yandex',
  'ymail',
]);

/**
 * Registrable domains at which anybody gets a mailbox for nothing, by country of their main use. Kept by hand from the
 * providers' own pages; a domain that is missing counts as a company's, so add what turns up.
 */
const domains: ReadonlySet<string> = new Set(
  `gmail.com icloud.com me.com mac.com msn.com passport.com live.com windowslive.com
  proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com tuta.io keemail.me
  fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com zohomail.eu mail.com email.com usa.com myself.com
  consultant.com post.com europe.com asia.com iname.com inbox.com inbox.lv inbox.ru lycos.com excite.com juno.com netzero.net
  att.net bellsouth.net sbcglobal.net comcast.net verizon.net cox.net charter.net earthlink.net frontier.com optonline.net
  roadrunner.com windstream.net centurylink.net rogers.com shaw.ca sympatico.ca telus.net videotron.ca
  live.ca live.co.uk live.com.au live.com.mx live.com.pt live.de live.dk live.fr live.it live.nl live.no live.se live.be live.at live.cl live.cn live.in live.jp
  web.de freenet.de t-online.de arcor.de online.de posteo.de posteo.net mailbox.org email.de 1und1.de vodafone.de
  kabelmail.de aon.at a1.net chello.at bluewin.ch hispeed.ch sunrise.ch swissonline.ch
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr
  libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it email.it iol.it poste.it
  terra.es telefonica.net ono.com sapo.pt mail.pt iol.pt
  bt.com btinternet.com ntlworld.com sky.com talktalk.net virginmedia.com blueyonder.co.uk tiscali.co.uk btopenworld.com
  ziggo.nl planet.nl home.nl kpnmail.nl xs4all.nl hetnet.nl casema.nl telenet.be skynet.be proximus.be
  online.no telia.com comhem.se bredband.net spray.se tdcadsl.dk mail.dk
  wp.pl o2.pl interia.pl interia.eu onet.pl onet.eu op.pl poczta.onet.pl poczta.fm gazeta.pl tlen.pl vp.pl
  seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz azet.sk zoznam.sk centrum.sk post.sk
  freemail.hu citromail.hu abv.bg mail.bg walla.co.il walla.com netvision.net.il
  mail.ru bk.ru list.ru internet.ru rambler.ru lenta.ru ya.ru ukr.net i.ua meta.ua bigmir.net tut.by
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com oi.com.br zipmail.com.br
  prodigy.net.mx
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au internode.on.net xtra.co.nz
  rediffmail.com rediff.com sify.com indiatimes.com vsnl.net
  qq.com foxmail.com 163.com 126.com yeah.net 139.com 189.cn sina.com sina.cn sohu.com aliyun.com 21cn.com tom.com
  naver.com daum.net hanmail.net nate.com kakao.com
  docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp ocn.ne.jp excite.co.jp
  pchome.com.tw hinet.net seed.net.tw singnet.com.sg telkomsa.net webmail.co.za mweb.co.za`.split(/\s+/),
);

/**
 * Whether anybody gets a mailbox at this domain for nothing, so that it tells no company.
 *
 * @param domain a registrable domain, lower case ASCII
 * @example
 * isFreeDomain('yahoo.co.uk') // true
 * isFreeDomain('acme.co.uk') // false
 */
export function isFreeDomain(domain: string): boolean {
  return domains.has(domain) || families.has(domain.slice(0, domain.indexOf('.')));
}
