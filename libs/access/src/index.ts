export {
  bearerOf,
  issueApiKey,
  issueReaderToken,
  matchesKeyHash,
  readAccessKey,
  type IssuedAccessKey,
  type KeyHolder,
} from './access-key.ts';
export {
  isInForce,
  mayReadTopic,
  maySee,
  NAMED_TOPICS,
  type AccessScope,
  type ScopedAttributes,
} from './access-scope.ts';
export { compileMask, maskWithdrawal, type Mask } from './compile-mask.ts';
export { MASKED, maskText } from './mask-value.ts';
export {
  CLOCK_SKEW_SECONDS_MAX,
  readSignature,
  SIGNATURE_ALGORITHMS,
  signRequest,
  verifySignature,
  type ClaimedSignature,
  type SignatureAlgorithm,
  type SignatureProblem,
  type SignedRequest,
} from './request-signature.ts';
