/**
 * What can go wrong, as values: every {@link io.conpool.error.H2Error} says whether the
 * server can have acted on the request. {@link io.conpool.error.H2ClientException}
 * carries one to the caller.
 */
@NullMarked
package io.conpool.error;

import org.jspecify.annotations.NullMarked;
