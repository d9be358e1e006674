import type { Point } from '../lib/types';

/** Where this phone is, if its owner wants that; it is used on the phone and sent nowhere. */
class Place {
  isWanted = $state(localStorage.getItem('city-place') === 'on');
  isRefused = $state(false);
  point = $state<Point | null>(null);
  accuracy = $state(0);

  want(on: boolean) {
    this.isWanted = on;
    this.isRefused = false;
    if (!on) this.point = null;
    localStorage.setItem('city-place', on ? 'on' : 'off');
  }

  /** Follows the phone until told to stop. */
  follow(): (() => void) | undefined {
    if (!this.isWanted) return undefined;
    if (!('geolocation' in navigator)) {
      this.isRefused = true;
      return undefined;
    }
    const watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        [this.point, this.accuracy, this.isRefused] = [{ longitude: coords.longitude, latitude: coords.latitude }, coords.accuracy, false];
      },
      () => void (this.isRefused = this.point === null),
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }
}

export const place = new Place();
