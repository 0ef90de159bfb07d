<?php
function getenv_docker($name, $default) {
    if ($file = getenv($name . '_FILE')) return rtrim(file_get_contents($file), "\r\n");
    $value = getenv($name);
    return $value !== false ? $value : $default;
}
define('DB_NAME', getenv_docker('WORDPRESS_DB_NAME', 'wordpress'));
define('DB_USER', getenv_docker('WORDPRESS_DB_USER', 'example username'));
define('DB_PASSWORD', getenv_docker('WORDPRESS_DB_PASSWORD', 'example password'));
define('DB_HOST', getenv_docker('WORDPRESS_DB_HOST', 'mysql'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = getenv_docker('WORDPRESS_TABLE_PREFIX', 'wp_');
if (strpos($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '', 'https') !== false) $_SERVER['HTTPS'] = 'on';
if ($extra = getenv_docker('WORDPRESS_CONFIG_EXTRA', '')) eval($extra);
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
