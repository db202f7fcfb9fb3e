/**
 * Spring's WebClient over the client: begins in
 * {@link io.conpool.autoconfigure.webclient.H2ClientHttpConnector}. The only package that
 * knows Reactor.
 */
@NullMarked
package io.conpool.autoconfigure.webclient;

import org.jspecify.annotations.NullMarked;
