package io.conpool.autoconfigure;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolListener;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the clients: the default {@link H2Client} with the parts that it
 * is made of, each of which can be replaced by a bean of the application's, and the
 * {@link H2ClientRegistry} with all clients, of which every named one is a bean, too.
 * They are closed with the context in the order clients, pools, handlers, threads, after
 * the web server has stopped taking requests.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(H2Client.class)
@ConditionalOnBooleanProperty(name = "conpool.h2.enabled", matchIfMissing = true)
@EnableConfigurationProperties(H2ClientProperties.class)
@Import(NamedClientBeans.class)
@ImportRuntimeHints(H2ClientRuntimeHints.class)
public final class H2ClientAutoConfiguration {

	static final String REGISTRY = "h2ClientRegistry";

	@Bean
	ClientSettings h2ClientSettings(H2ClientProperties defaults, Environment environment,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<H2ClientConnectionDetails> connectionDetails,
			ObjectProvider<ServiceRouting> services) {
		return new ClientSettings(defaults, new ClientPropertiesBinder(environment).bind(),
				new ClientBundles(sslBundles.getIfAvailable()), connectionDetails.orderedStream().toList(),
				services.getIfAvailable());
	}

	@Bean
	SharedThreads h2SharedThreads(ClientSettings settings) {
		return new SharedThreads(settings::startThreads);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientResources h2ClientResources(SharedThreads threads) {
		return threads.start();
	}

	@Bean(name = REGISTRY)
	NamedClients h2ClientRegistry(ClientSettings settings, SharedThreads threads, ClientResources resources,
			ObjectProvider<PoolListener> poolListeners, ObjectProvider<H2ConnectionListener> connectionListeners,
			ObjectProvider<CallListener> callListeners, ObjectProvider<H2ClientBuilderCustomizer> customizers,
			ObjectProvider<H2ClientDecorator> decorators, ConfigurableListableBeanFactory beanFactory) {
		threads.use(resources);
		ClientBuilders builders = new ClientBuilders(settings, threads, poolListeners, connectionListeners,
				callListeners, customizers);
		return new NamedClients(builders, new DefaultClient(builders), new DefaultClientBeans(beanFactory), decorators);
	}

	@Bean
	@ConditionalOnMissingBean
	H2ClientBuilder h2ClientBuilder(NamedClients clients) {
		return clients.defaultClient().makeBuilder();
	}

	@Bean
	@ConditionalOnMissingBean
	HttpProtocolHandler h2ProtocolHandler(H2ClientBuilder builder, NamedClients clients) {
		return clients.defaultClient().makeHandler(builder);
	}

	@Bean
	@ConditionalOnMissingBean
	Conpool<HttpConnection> h2Conpool(H2ClientBuilder builder, HttpProtocolHandler handler, NamedClients clients) {
		return clients.defaultClient().makePool(builder, handler);
	}

	@Bean
	@ConditionalOnMissingBean
	H2Client h2Client(H2ClientBuilder builder, Conpool<HttpConnection> pool, HttpProtocolHandler handler,
			NamedClients clients) {
		return clients.decorate(H2ClientRegistry.DEFAULT, clients.defaultClient().makeClient(builder, pool, handler));
	}

	@Bean
	ClientWarmUp h2ClientWarmUp(NamedClients clients, ClientSettings settings) {
		return new ClientWarmUp(clients, settings);
	}

	@Bean
	ClientLifecycle h2ClientLifecycle(NamedClients clients, ClientWarmUp warmUp,
			ConfigurableApplicationContext context) {
		return new ClientLifecycle(clients, warmUp, context);
	}

}
