/**
 * What the adapters below RestClient and WebClient have in common: the settings of
 * Spring's clients, header fields and exceptions, as the client knows them and as Spring
 * does. Knows neither of the two adapters.
 */
@NullMarked
package io.conpool.autoconfigure.httpclient;

import org.jspecify.annotations.NullMarked;
