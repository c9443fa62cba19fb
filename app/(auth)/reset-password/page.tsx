import type { Metadata } from 'next';
import { AskResetScreen } from '@/components/auth/ask-reset-screen';
import { getRuntime } from '@/lib/server/runtime';

export const metadata: Metadata = { title: 'Reset password' };

export default function ResetPasswordPage() {
  return <AskResetScreen mailIsOn={getRuntime().mail.isOn} />;
}
