package io.conpool.autoconfigure;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.call.CallListener;
import io.conpool.http.HttpConnection;
import io.conpool.http2.H2ConnectionListener;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link H2Client} and the parts that it is made of. Each part can
 * be replaced by a bean of the application's. They are closed with the context in the
 * order client, pool, handler, after the web server has stopped taking requests.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(H2Client.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@EnableConfigurationProperties(H2ClientProperties.class)
public final class H2ClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	H2ClientBuilder h2ClientBuilder(H2ClientProperties properties, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<PoolListener> poolListeners, ObjectProvider<H2ConnectionListener> connectionListeners,
			ObjectProvider<CallListener> callListeners, ObjectProvider<H2ClientBuilderCustomizer> customizers) {
		H2ClientBuilder builder = H2Client.builder()
			.config(new H2ClientPropertiesMapper(properties, sslBundles.getIfAvailable()).config());
		poolListeners.orderedStream().forEach(builder::poolListener);
		connectionListeners.orderedStream().forEach(builder::connectionListener);
		callListeners.orderedStream().forEach(builder::callListener);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	@Bean
	@ConditionalOnMissingBean
	HttpProtocolHandler h2ProtocolHandler(H2ClientBuilder builder, H2ClientProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		HttpProtocolHandler handler = builder.protocolHandler();
		new H2ClientPropertiesMapper(properties, sslBundles.getIfAvailable()).onTlsUpdate(handler::updateTls);
		return handler;
	}

	@Bean
	@ConditionalOnMissingBean
	Conpool<HttpConnection> h2Conpool(H2ClientBuilder builder, HttpProtocolHandler handler) {
		return builder.pool(handler, handler.scheduler());
	}

	@Bean
	@ConditionalOnMissingBean
	H2Client h2Client(H2ClientBuilder builder, Conpool<HttpConnection> pool, HttpProtocolHandler handler) {
		return builder.client(pool, handler.scheduler());
	}

}
