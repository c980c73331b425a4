export { ACCEPT_HTML, ACCEPT_STATEMENT } from './catalogue/common.js';
export { services } from './catalogue/index.js';
export { defineCatalogue, defineService } from './define-service.js';
export { fillLocation, fillRecord } from './fill.js';
export type * from './location.js';
export {
  leastTrustedServer,
  type Operator,
  operatorOf,
  operatorOfAccountUri,
  registrableDomain,
} from './operators.js';
export { PLATFORMS, type PlatformRow } from './platforms/index.js';
export { type PublishInstructions, type PublishMaterial, publishInstructions } from './publish.js';
export { formOf, recogniseAccount, serviceById } from './recognise.js';
export type { Form, ParamRule, PublishStep, Service, ServiceExamples } from './service.js';
export { linksIn, recordStep } from './steps/record.js';
export { compileTemplate, fillTemplate } from './template.js';
export type { Account, Recognised, UnsupportedAccount } from './types.js';
