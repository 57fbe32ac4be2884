import { readHost, registrableDomain } from '../identity/host.ts';

/** What kind of site a visitor can come from, as rules ask for it. */
export const siteKinds = ['search', 'social', 'video', 'shopping', 'ai-assistant', 'mail'] as const;
export type SiteKind = (typeof siteKinds)[number];

/**
 * Hosts by kind. An entry stands for the host and all below it; `google.*` for the name under every public suffix. What a
 * link calls its source is known too: the first label of an entry of two, and the names in `nicknames`.
 */
const hosts: Record<SiteKind, string> = {
  search: `google.* bing.com yahoo.* duckduckgo.com ecosia.org qwant.com startpage.com baidu.com yandex.* ya.ru
    search.brave.com naver.com daum.net seznam.cz sogou.com so.com haosou.com ask.com aol.com mojeek.com kagi.com
    swisscows.com metager.de metager.org lilo.org ekoru.org presearch.com gibiru.com search.ch virgilio.it
    search.seznam.cz rambler.ru nigma.ru coccoc.com goo.ne.jp dogpile.com excite.com lycos.* info.com onet.pl szukacz.pl
    t-online.de web.de sapo.pt biglobe.ne.jp petalsearch.com you.com entireweb.com yep.com
    com.google.android.googlequicksearchbox`,
  social: `facebook.com fb.com fb.me instagram.com linkedin.com lnkd.in twitter.com t.co x.com tiktok.com reddit.com
    redd.it pinterest.* pin.it threads.net threads.com snapchat.com whatsapp.com wa.me messenger.com t.me telegram.org
    telegram.me discord.com discord.gg slack.com teams.microsoft.com quora.com medium.com tumblr.com vk.com vk.ru ok.ru
    weibo.com weibo.cn xing.com bsky.app mastodon.social mastodon.online fosstodon.org line.me kakao.com nextdoor.com
    meetup.com stackoverflow.com stackexchange.com news.ycombinator.com lobste.rs producthunt.com flipboard.com
    getpocket.com disqus.com glassdoor.com yammer.com viva.microsoft.com hootsuite.com buffer.com douban.com zhihu.com
    xiaohongshu.com livejournal.com deviantart.com goodreads.com trustpilot.com wechat.com substack.com dev.to hashnode.com
    digg.com slashdot.org truthsocial.com clubhouse.com com.linkedin.android com.slack org.telegram.messenger
    com.facebook.katana com.reddit.frontpage com.twitter.android`,
  video: `youtube.com youtu.be youtube-nocookie.com vimeo.com dailymotion.com twitch.tv netflix.com hulu.com disneyplus.com
    bilibili.com youku.com iqiyi.com rumble.com odysee.com wistia.com wistia.net loom.com ted.com crunchyroll.com
    nicovideo.jp rutube.ru veoh.com brightcove.com vidyard.com kick.com peertube.tv com.google.android.youtube`,
  shopping: `amazon.* ebay.* shopping.google.com shop.app etsy.com walmart.com aliexpress.com aliexpress.us alibaba.com
    mercadolibre.* mercadolivre.com.br taobao.com tmall.com jd.com rakuten.* shopee.* lazada.* flipkart.com target.com
    bestbuy.com wayfair.com zalando.* otto.de idealo.* kaufland.de allegro.pl cdiscount.com bol.com temu.com shein.com
    shopzilla.com pricerunner.* kelkoo.* geizhals.de geizhals.at billiger.de shopping.yahoo.com shopping.com pricegrabber.com
    shopmania.* wish.com costco.com noon.com ozon.ru wildberries.ru`,
  'ai-assistant': `chatgpt.com chat.openai.com openai.com claude.ai perplexity.ai gemini.google.com bard.google.com
    copilot.microsoft.com copilot.com copilot.cloud.microsoft m365.cloud.microsoft grok.com x.ai deepseek.com mistral.ai
    poe.com meta.ai phind.com character.ai pi.ai kimi.com moonshot.ai qwen.ai doubao.com yiyan.baidu.com chat.z.ai
    huggingface.co duck.ai andisearch.com notebooklm.google.com`,
  mail: `mail.google.com com.google.android.gm outlook.live.com outlook.office.com outlook.office365.com outlook.com hotmail.com
    mail.yahoo.com mail.aol.com mail.proton.me protonmail.com mail.zoho.com mail.zoho.eu fastmail.com icloud.com mail.ru
    mail.yandex.ru mail.yandex.com tutanota.com mail.tutanota.com gmx.net gmx.de gmx.at gmx.ch gmx.com navigator.gmx.net
    mail.163.com mail.qq.com mail.naver.com roundcube.net deref-gmx.net deref-web.de webmail.t-online.de email.t-online.de
    com.microsoft.office.outlook`,
};

/** Pages of a known site that are not what it is known for: a link in a document is a plain referral. */
const exceptions = new Set(
  `accounts.google.com docs.google.com drive.google.com sites.google.com calendar.google.com meet.google.com
  classroom.google.com groups.google.com translate.google.com cloud.google.com developers.google.com support.google.com
  tagmanager.google.com analytics.google.com play.google.com platform.openai.com help.openai.com passport.yandex.ru
  aws.amazon.com login.yahoo.com`.split(/\s+/),
);

const nicknames: Record<string, SiteKind> = {
  adwords: 'search',
  googleads: 'search',
  'google-ads': 'search',
  google_ads: 'search',
  bingads: 'search',
  'bing-ads': 'search',
  brave: 'search',
  fb: 'social',
  ig: 'social',
  meta: 'social',
  li: 'social',
  'linkedin-ads': 'social',
  x: 'social',
  wa: 'social',
  hackernews: 'social',
  'hacker-news': 'social',
  mastodon: 'social',
  bluesky: 'social',
  yt: 'video',
  ads_youtube: 'video',
  'google-shopping': 'shopping',
  googleshopping: 'shopping',
  openai: 'ai-assistant',
  gemini: 'ai-assistant',
  copilot: 'ai-assistant',
  'microsoft-copilot': 'ai-assistant',
  gmail: 'mail',
};
/** First labels that are words of their own: a source called "target" or "medium" is as likely something else. */
const ambiguous = new Set(
  `ask so info you wish target noon otto web line ted kick loom clubhouse shopping temu buffer medium poe copilot
  hotmail outlook icloud bol ok ya`.split(/\s+/),
);

const byHost = new Map<string, SiteKind>();
const byName = new Map<string, SiteKind>(Object.entries(nicknames));
for (const kind of siteKinds) {
  for (const host of hosts[kind].split(/\s+/)) {
    byHost.set(host, kind);
    const [name = '', ...rest] = host.split('.');
    if (rest.length === 1 && name.length > 2 && !ambiguous.has(name) && !byName.has(name)) byName.set(name, kind);
  }
}

/**
 * What kind of site a host is, or a source as links name it; null for any other.
 *
 * @param text a host such as `www.google.de`, or a name such as `linkedin`
 * @example
 * findSiteKind('www.google.co.uk') // 'search'
 * findSiteKind('gemini.google.com') // 'ai-assistant'
 * findSiteKind('newsletter') // null
 */
export function findSiteKind(text: string): SiteKind | null {
  const name = text.trim().toLowerCase();
  const named = byName.get(name);
  if (named !== undefined) return named;
  const host = readHost(name);
  if (host === null || exceptions.has(host)) return null;
  // The most specific first: gemini.google.com is no search engine.
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    const kind = byHost.get(rest);
    if (kind !== undefined) return kind;
  }
  const domain = registrableDomain(host);
  return domain === null ? null : (byHost.get(`${domain.slice(0, domain.indexOf('.'))}.*`) ?? null);
}
