import { serveIngest } from './serve.ts';

/** Wrong on purpose: the offsets are committed before anything is written. */
await serveIngest({
  handlerOf: (handle) => async (batch) => {
    setTimeout(() => void handle(batch), 500);
  },
});
