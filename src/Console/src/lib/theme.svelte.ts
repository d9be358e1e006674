export type Look = 'light' | 'dark' | 'wall';
const looks: Look[] = ['light', 'dark', 'wall'];

function kept(): Look {
  const stored = localStorage.getItem('city-theme') as Look | null;
  if (stored && looks.includes(stored)) return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Light for a desk by day, dark by night, wall for what is read from six metres and cannot be pressed. */
class Theme {
  current = $state<Look>(kept());

  get isWall() {
    return this.current === 'wall';
  }

  show(look: Look) {
    this.current = look;
    localStorage.setItem('city-theme', look);
    document.documentElement.dataset.theme = look;
  }

  turn() {
    this.show(looks[(looks.indexOf(this.current) + 1) % looks.length]!);
  }
}

export const theme = new Theme();
theme.show(theme.current);
