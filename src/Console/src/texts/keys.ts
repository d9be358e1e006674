import type { Text } from '../lib/language.svelte';

export const keys = {
  list: {
    G: ['到告警队列', 'to the alerts'],
    'J K': ['下一条，上一条', 'next, previous'],
    Enter: ['打开', 'open'],
    Esc: ['关闭', 'close'],
    Y: ['确认告警（移到按钮，不直接提交）', 'acknowledge (goes to the button, sends nothing)'],
    D: ['派遣（移到按钮，不直接提交）', 'dispatch (goes to the button, sends nothing)'],
    F: ['洪泛视图', 'flood view'],
    A: ['选择区域', 'choose an area'],
    '/': ['搜索', 'search'],
    '1 – 9': ['页面', 'pages'],
    M: ['声音', 'sound'],
    'Shift L': ['语言', 'language'],
    'Shift T': ['配色', 'theme'],
    '?': ['本列表', 'this list'],
  } as Record<string, Text>,
  letters: ['启用单字母快捷键', 'Single letters do something'] as Text,
};
