import { day, dayTime, hm } from '../lib/format';

/** To the minute, with its day unless that is today. */
export const minute = (at: string, now: number) => (day(at) === day(now) ? hm(at) : dayTime(at));
