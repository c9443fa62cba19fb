/** Whether `npm run test:cluster` asked for everything in its full length; `npm test` shows the same things in minutes. */
export const isFull = process.env.CLUSTER === 'full';
