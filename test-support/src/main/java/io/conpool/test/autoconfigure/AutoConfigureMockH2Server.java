package io.conpool.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.conpool.test.MockH2Server;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;

/**
 * Starts a {@link MockH2Server} with the application context of a test, makes it a bean,
 * and leads clients to it: their base URL is the server's, whatever {@code base-url} says
 * and without the path there, and they trust its certificate. Requests to absolute URIs
 * go where these lead.
 * <p>
 * Contexts are cached, and the server with them. After each test method it
 * {@linkplain MockH2Server#forget() forgets} all that was said and asked.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
@PropertyMapping("conpool.test.mock-h2-server")
public @interface AutoConfigureMockH2Server {

	/**
	 * Names of the clients that are led to the server, {@code default} for the one that
	 * {@code conpool.h2} itself configures. A name that no client has fails the start of
	 * the context.
	 * @return the names; by default none, which stands for all clients
	 */
	String[] clients() default {};

	/**
	 * Whether the server speaks TLS, with a certificate that is made for it. Clients
	 * whose protocol is {@code auto} speak HTTP/2 over TLS alone.
	 * @return true for TLS, false, the default, for cleartext
	 */
	boolean tls() default false;

}
