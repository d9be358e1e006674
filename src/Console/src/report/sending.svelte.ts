import { answerOf, call, once } from '../lib/api';
import { t } from '../lib/language.svelte';
import { bodyOf, emptyDraft, intentOf, lastFour, type Draft, type Intent } from './report';
import { report } from '../texts/report';

export interface Photo {
  id: string;
  blob: Blob;
  url: string;
  isSent: boolean;
}

export interface Receipt {
  tracking: string;
  phone: string;
}

const longest = 30_000;

function kept<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

const keep = (name: string, value: unknown) => {
  try {
    if (value) sessionStorage.setItem(name, JSON.stringify(value));
    else sessionStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing: the page itself still has it.
  }
};

/** One report on its way: what was typed stays through failures and reloads of this tab, and is sent under one key. */
class Sending {
  draft = $state<Draft>({ ...emptyDraft, ...kept<Draft>('city-report-draft') });
  photos = $state<Photo[]>([]);
  receipt = $state<Receipt | null>(kept<Receipt>('city-report-receipt'));
  isBusy = $state(false);
  isSendingPhotos = $state(false);
  photoFault = $state<unknown>(null);
  private intent = kept<Intent>('city-report-intent');

  remember() {
    keep('city-report-draft', this.draft);
  }

  add(blob: Blob) {
    this.photos.push({ id: once(), blob, url: URL.createObjectURL(blob), isSent: false });
  }

  remove(id: string) {
    const gone = this.photos.find(photo => photo.id === id);
    if (gone) URL.revokeObjectURL(gone.url);
    this.photos = this.photos.filter(photo => photo.id !== id);
  }

  async send() {
    this.isBusy = true;
    try {
      this.intent = intentOf(this.intent, bodyOf(this.draft, t(report.placeWord)), once);
      keep('city-report-intent', this.intent);
      const { tracking } = await call<{ tracking: string }>('/v1/report', {
        method: 'POST',
        body: JSON.parse(this.intent.body),
        headers: { 'idempotency-key': this.intent.key },
        token: null,
        signal: AbortSignal.timeout(longest),
      });
      this.receipt = { tracking, phone: lastFour(this.draft.phone) };
      keep('city-report-receipt', this.receipt);
      keep('city-report-draft', null);
      keep('city-report-intent', null);
      this.intent = null;
      void this.sendPhotos();
    } finally {
      this.isBusy = false;
    }
  }

  /** Those that were not sent yet; the same picture sent twice is one. */
  async sendPhotos() {
    if (!this.receipt || this.isSendingPhotos) return;
    this.isSendingPhotos = true;
    this.photoFault = null;
    try {
      for (const photo of this.photos) {
        if (!photo.isSent) await sendPhoto(this.receipt, photo.blob);
        photo.isSent = true;
      }
    } catch (fault) {
      this.photoFault = fault;
    } finally {
      this.isSendingPhotos = false;
    }
  }

  another() {
    this.photos.forEach(photo => URL.revokeObjectURL(photo.url));
    [this.photos, this.receipt, this.photoFault] = [[], null, null];
    this.draft = { ...emptyDraft, phone: this.draft.phone };
    keep('city-report-receipt', null);
  }
}

export const sendPhoto = ({ tracking, phone }: Receipt, picture: Blob) =>
  answerOf('/v1/track/attachments', { method: 'POST', raw: picture, headers: { 'city-tracking': tracking, 'city-phone': phone }, token: null, signal: AbortSignal.timeout(4 * longest) });

export const sending = new Sending();
