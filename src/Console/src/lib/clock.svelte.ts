/** The city's declared time: a replay's is not that of this machine. `now` moves once a second. */
class Clock {
  now = $state(Date.now());
  private ahead = 0;
  private isHalted = false;

  constructor() {
    setInterval(() => {
      if (!this.isHalted) this.now = Date.now() + this.ahead;
    }, 1000);
  }

  /** Takes over what the city says; a replay stands still between its steps. */
  set(now: string, mode: 'wall' | 'replay') {
    this.isHalted = mode === 'replay';
    this.ahead = Date.parse(now) - Date.now();
    this.now = Date.parse(now);
  }

  get stands() {
    return this.isHalted;
  }
}

export const clock = new Clock();
