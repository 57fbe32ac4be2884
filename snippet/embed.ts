import { findId, findKnown, keepKnown } from './storage.ts';

/** Puts the form of a tag behind it: a frame of Baton's, as high as what is in it, which learns whose browser it is in. */
export function embedForm(tag: HTMLScriptElement, host: string): void {
  const { form = '', title } = tag.dataset;
  const frame = document.createElement('iframe');
  const { origin } = new URL(host);
  const about = { embed: '', page: location.href.replace(/#.*/, ''), before: document.referrer, known: findKnown() };
  frame.src = `${host}/f/${form}?${new URLSearchParams(about)}`;
  frame.title = title || 'Form';
  Object.assign(frame.style, { width: '100%', height: '480px', border: '0' });
  let pages = 0;
  frame.onload = () => {
    pages += 1;
    // The answer may begin above what the visitor sees.
    if (pages > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
  };
  addEventListener('message', ({ source, origin: from, data }: MessageEvent) => {
    if (source !== frame.contentWindow || from !== origin || !data?.batonForm) return;
    if (data.height) frame.style.height = `${data.height}px`;
    if (data.known) keepKnown(data.known);
    if (/^https?:/.test(data.next)) location.assign(data.next);
    // Asked again and again: the page view that makes the id may come after the form.
    frame.contentWindow?.postMessage({ batonId: findId() }, origin);
  });
  tag.after(frame);
}
