export const signIn = {
  title: ['登录', 'Sign in'],
  name: ['用户名', 'Name'],
  password: ['密码', 'Password'],
  withKey: ['使用访问密钥', 'With an access key'],
  key: ['访问密钥', 'Access key'],
  withIssuer: ['使用统一身份认证登录', 'Sign in with your organisation'],
  firstTitle: ['第一位管理员', 'The first administrator'],
  firstText: ['请为自己选一个用户名（小写字母、数字、点、连字符）和至少 10 个字符的密码。', 'Choose your name (lower-case letters, digits, dots, hyphens) and a password of at least 10 characters.'],
  begin: ['开始', 'Begin'],
  homes: ['本系统查看住户信息须说明理由，并逐次记录。', 'Looking at a home needs a reason, and each look is logged.'],
  unreachable: ['连不上服务器，正在重试。', 'The server does not answer; trying again.'],
} as const;
