/** Where the operator's view is; the cookie of who signed in goes nowhere else. */
export const ADMIN_PATH = '/admin';
export const SESSION_PATH = `${ADMIN_PATH}/session`;
export const SESSION_END_PATH = `${SESSION_PATH}/end`;
/** The board of BullMQ's jobs, where there is one. */
export const BOARD_PATH = `${ADMIN_PATH}/queues`;
