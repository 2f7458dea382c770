// Runs the forty rules in cql-execution over plain facts: rules, patients and seconds in as JSON, sets and times out.
"use strict";
const cql = require("cql-execution");
const { performance } = require("node:perf_hooks");

const COMPARE = { "<": "Less", ">": "Greater", ">=": "GreaterOrEqual", "==": "Equal" };

function literal(value) {
  if (typeof value === "boolean") return { type: "Literal", valueType: "{urn:hl7-org:elm-types:r1}Boolean", value: String(value) };
  if (typeof value === "string") return { type: "Literal", valueType: "{urn:hl7-org:elm-types:r1}String", value };
  return { type: "Literal", valueType: "{urn:hl7-org:elm-types:r1}Decimal", value: String(value) };
}

const fact = (name) => ({ type: "Property", path: name, source: { type: "ExpressionRef", name: "Patient" } });

function elm(test) {
  const [kind, ...rest] = test;
  if (kind === "all" || kind === "any") {
    const type = kind === "all" ? "And" : "Or";
    return rest.map(elm).reduce((left, right) => ({ type, operand: [left, right] }));
  }
  if (kind === "in") return { type: "In", operand: [literal(rest[1]), fact(rest[0])] };
  return { type: COMPARE[kind], operand: [fact(rest[0]), literal(rest[1])] };
}

function library(rules) {
  const one = { type: "SingletonFrom", operand: { type: "Retrieve", dataType: "{plain}Patient" } };
  const def = [{ name: "Patient", context: "Patient", expression: one }];
  for (const [rule, test] of Object.entries(rules)) def.push({ name: rule, context: "Patient", expression: elm(test) });
  return new cql.Library({ library: { identifier: { id: "rules40" }, usings: { def: [] }, statements: { def } } });
}

class Plain {
  constructor(facts) { Object.assign(this, facts); }
  getId() { return "1"; }
  findRecords() { return [this]; }
}

class One {
  constructor(patient) { this.patient = patient; }
  currentPatient() { return this.patient; }
  nextPatient() { this.patient = undefined; return undefined; }
}

async function main() {
  const asked = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const executor = new cql.Executor(library(asked.rules));
  const patients = asked.patients.map((facts) => new Plain(facts));
  const when = cql.DateTime.parse("2026-11-22T00:00:00.0");
  const decide = async (number) => {
    const results = (await executor.exec(new One(patients[number]), when)).patientResults["1"];
    return Object.keys(results).filter((rule) => results[rule] === true);
  };
  const fired = [];
  for (let number = 0; number < patients.length; number++) fired.push(await decide(number));
  const runs = [];
  for (let run = 0; run < asked.runs; run++) {
    const times = [], cpu = process.cpuUsage(), until = performance.now() + asked.seconds * 1000;
    for (let number = 0; performance.now() < until; number = (number + 1) % patients.length) {
      const start = performance.now();
      await decide(number);
      times.push((performance.now() - start) * 1000);
    }
    const used = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    const at = (part) => times[Math.floor(part * (times.length - 1))];
    runs.push({ per_cpu_second: times.length / ((used.user + used.system) / 1e6), p50: at(0.5), p99: at(0.99) });
  }
  process.stdout.write(JSON.stringify({ fired, runs }));
}

main();
