export { consoleOf, createAccess, type Access, type Principal, type TokenView } from './access.ts';
export { areaOf, TokenRequestError, type TokenRequest } from './request.ts';
export { roleMay, ROLES, type Action, type Role } from './roles.ts';
