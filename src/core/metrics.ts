import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** All figures of this process, served at `/metrics`. A module makes its own with these three. */
export const registry = new Registry()

export const counter = <Label extends string>(
  name: string,
  help: string,
  labelNames: Label[] = [],
) => new Counter({ name: `trunkline_${name}`, help, labelNames, registers: [registry] })

export const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
  new Gauge({ name: `trunkline_${name}`, help, labelNames, registers: [registry] })

export const histogram = <Label extends string>(
  name: string,
  help: string,
  labelNames: Label[] = [],
  buckets: number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
) => new Histogram({ name: `trunkline_${name}`, help, labelNames, buckets, registers: [registry] })
