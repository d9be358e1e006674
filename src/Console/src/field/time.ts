import { clock } from '../lib/clock.svelte';
import { span } from '../lib/format';
import { work } from './work.svelte';

/** What is left until then; with a question mark while nothing is heard of the city, which may have changed it. */
export const countdown = (until: number) => span(until - clock.now) + (work.offlineSince === null ? '' : ' ?');
