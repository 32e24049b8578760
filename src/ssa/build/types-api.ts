// What the builder asks of the types layer, in one place.

export { under, unalias, asNamed, deref, coreType } from '../../types/under.ts';
export { identical, isBasic, isInterface, isInteger, isString, isTypeParam, hasTypeParam, isUnsigned, isUntyped } from '../../types/predicates.ts';
export { lookupFieldOrMethod, methodSet } from '../../types/lookup.ts';
export { typeString } from '../../types/typestring.ts';
export { SubstEnv } from '../../types/generics/subst.ts';
export { typeLinkName, funcSymbol, methodSymbol, typeSymbol, itabSymbol } from '../../types/linkname.ts';
