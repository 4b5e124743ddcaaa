@rem Windows has no exec: npm scripts that begin with it find this file in the folder of package.json.
@%*
