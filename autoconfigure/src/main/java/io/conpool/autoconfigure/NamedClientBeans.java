package io.conpool.autoconfigure;

import io.conpool.H2Client;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a bean for every client below {@code conpool.h2.clients}. It is injected by
 * {@code @Qualifier} and the client's name alone: no default candidate, so that an
 * {@code H2Client} without a qualifier is the default one, and a fallback, so that the
 * application's own bean of that name goes before it. The bean's own name has a dot,
 * which no method has that makes beans, so that the two do not collide.
 */
final class NamedClientBeans implements ImportBeanDefinitionRegistrar {

	static final String BEAN_NAME_PREFIX = "h2Client.";

	private final Environment environment;

	NamedClientBeans(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
		for (String name : new ClientPropertiesBinder(this.environment).names()) {
			registry.registerBeanDefinition(BEAN_NAME_PREFIX + name, definition(name));
		}
	}

	private static RootBeanDefinition definition(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(H2Client.class);
		definition.setFactoryBeanName(H2ClientAutoConfiguration.REGISTRY);
		definition.setFactoryMethodName("client");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		definition.setDefaultCandidate(false);
		definition.setFallback(true);
		definition.setLazyInit(true);
		// The registry closes it.
		definition.setDestroyMethodName("");
		return definition;
	}

}
