import { describe, expect, it } from 'vitest';
import { passwordFault } from './password-rules';

const ada = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' };

describe('a password that is tried first is refused (ASVS 6.2.4)', () => {
  it.each([
    'password1234',
    'Password2026!',
    'P@ssw0rd1234',
    'passwordpassword',
    'iloveyou12345',
    'welcome123456',
    'adminadmin123',
    'letmein123456',
    'changeme12345',
    'qwertyuiop123',
    'qwerty1234567',
    '123456789012',
    '1234567890123456',
    'abcdefghijkl',
    'zyxwvutsrqponm',
    '1qaz2wsx3edc4rfv',
    'aaaaaaaaaaaa',
    'abababababab',
    'xK4!xK4!xK4!',
    '111111222222',
    'manchesterunited1',
    'Aerostack2026!!',
    'CorrectHorseBatteryStaple',
  ])('%s', (password) => {
    expect(passwordFault(password, ada)).not.toBeNull();
  });
});

describe('a password that its owner gives away is refused', () => {
  it.each(['adalovelace1815', 'Lovelace-Ada-1', 'ada.lovelace@example.com', 'lovelacelovelace!'])('%s', (password) => {
    expect(passwordFault(password, ada)).not.toBeNull();
  });
});

describe('a good password is not refused for what it happens to contain', () => {
  it.each([
    'correct horse battery staple',
    'purple-otter-climbs-9-stairs',
    'tr4ce-the-umbrella',
    'j8#Kd0!mzP2q',
    'kX9vQ2mLp7Rt',
    'vier kleine Enten im Regen',
    'пароль из семи слов',
    '雨の日に猫が静かに眠るよね毎日',
    'my-secret-garden-blooms',
    'plum-tractor-vault-26',
    'a-password-for-the-tests-only',
    'e2e-Bright-Walnut-77',
    'test-password-for-ci',
  ])('%s', (password) => {
    expect(passwordFault(password, ada)).toBeNull();
  });
});
