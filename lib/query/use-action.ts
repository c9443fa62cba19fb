import { type MutateOptions, type UseMutationResult, useMutation } from '@tanstack/react-query';
import { useRef } from 'react';

interface ActionOptions<Data, Variables> {
  mutationFn: (variables: Variables) => Promise<Data>;
  /** Awaited before the caller hears of the success. */
  onSuccess?: (data: Data) => unknown;
  /** True for what may be done again from the same place, such as saving settings. */
  repeatable?: boolean;
}

/**
 * A mutation that a second press cannot start twice. The lock is set in the press itself, because `isPending` is on the screen
 * only later. Unless `repeatable`, it stays locked, and pending, after a success too: the form is still there while the page or
 * the dialog leaves. A failure unlocks it. A second `mutateAsync` answers what the first does.
 */
export function useAction<Data, Variables = void>({
  repeatable = false,
  ...options
}: ActionOptions<Data, Variables>): Action<Data, Variables> {
  const running = useRef<Promise<Data> | null>(null);
  const mutation = useMutation<Data, Error, Variables>({
    ...options,
    onSettled: (_data, error) => {
      if (error !== null || repeatable) running.current = null;
    },
  });
  const mutateAsync = (variables: Variables, callbacks?: MutateOptions<Data, Error, Variables>) => {
    running.current ??= mutation.mutateAsync(variables, callbacks);
    return running.current;
  };
  return {
    isPending: mutation.isPending || (!repeatable && mutation.isSuccess),
    isError: mutation.isError,
    error: mutation.error,
    variables: mutation.variables,
    mutateAsync,
    // The failure is in `error` and with the callbacks.
    mutate: (variables, callbacks) => void mutateAsync(variables, callbacks).catch(() => undefined),
  };
}

interface Action<Data, Variables>
  extends Pick<UseMutationResult<Data, Error, Variables>, 'isPending' | 'isError' | 'error' | 'variables'> {
  mutate: (variables: Variables, callbacks?: MutateOptions<Data, Error, Variables>) => void;
  mutateAsync: (variables: Variables, callbacks?: MutateOptions<Data, Error, Variables>) => Promise<Data>;
}
