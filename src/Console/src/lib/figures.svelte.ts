import { call, query } from './api';
import { city } from './city.svelte';
import { router } from './router.svelte';
import { session } from './session.svelte';
import type { Overview } from './types';

const freshEvery = 2000; // ms between two readings while facts come in.
const atLeastEvery = 30_000; // Deadlines pass although nothing is told.

/** The counted figures of the chosen area, read anew soon after something has changed. */
class Figures {
  current = $state<Overview | null>(null);
  fault = $state<unknown>(null);
  private readAt = 0;
  private area = '';
  private timer = 0;

  /** Keeps the figures fresh while somebody shows them; call within an effect. */
  watch() {
    $effect(() => {
      void city.tick;
      const area = router.value('area') || session.me?.area || city.onlyDistrict;
      if (!city.isLoaded) return;
      this.ask(area, area === this.area ? Math.max(0, this.readAt + freshEvery - Date.now()) : 0);
    });
    $effect(() => {
      const beat = setInterval(() => city.isLoaded && this.ask(this.area, 0), atLeastEvery);
      return () => (clearInterval(beat), clearTimeout(this.timer), (this.timer = 0));
    });
  }

  private ask(area: string, after: number) {
    if (area !== this.area) {
      this.area = area;
      clearTimeout(this.timer);
      this.timer = 0;
    }

    this.timer ||= window.setTimeout(() => void this.read(area), after);
  }

  private async read(area: string) {
    this.timer = 0;
    this.readAt = Date.now();
    try {
      const read = await call<Overview>('/v1/overview' + query({ area }));
      if (area === this.area) [this.current, this.fault] = [read, null];
    } catch (fault) {
      this.fault = fault;
    }
  }
}

export const figures = new Figures();
