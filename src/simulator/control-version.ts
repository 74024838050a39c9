/** Raised when the control interface changes in a way an older or newer main program would not understand. */
export const CONTROL_VERSION = 2
