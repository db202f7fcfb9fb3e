/**
 * One logical request: {@link io.conpool.call.Call} leads it through as many attempts as
 * it takes, under one deadline. Sees connections only as
 * {@link io.conpool.http.HttpConnection}.
 */
@NullMarked
package io.conpool.call;

import org.jspecify.annotations.NullMarked;
