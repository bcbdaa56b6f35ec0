import type { TransferFault } from '../transfer.ts'

/** A file of which nothing can be taken, or nothing more. */
export class FileFault extends Error {
  readonly fault: TransferFault

  constructor(fault: TransferFault, options: { cause?: unknown } = {}) {
    super(fault, options)
    this.fault = fault
  }
}
